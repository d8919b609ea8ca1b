import { defineCreate } from '../../zapier/creates.ts';
import { optional } from '../../zapier/fields/inputField.ts';
import { oneOf, plainText, plainTextOrNull } from '../../zapier/fields/outputField.ts';
import { path } from '../../zapier/http.ts';
import { email } from '../../zapier/schemas/email.ts';
import { toJsonNumber } from '../../zapier/schemas/int64.ts';
import { text } from '../../zapier/schemas/text.ts';
import { organizationRoles, refusedValues, sendEmail, userType, workspaceRows, workspacesBody } from './fields.ts';
import { findUser, readPerson } from './users.ts';

/** POST /users of the vendor's OpenAPI document. */
export const createUser = defineCreate({
	key: 'create_user',
	noun: 'user',
	label: 'Create User',
	description: 'Creates a user of the organization with a name, roles and workspaces, unless there is one with this address.',
	effect: { noun: 'the user', done: 'created' },
	input: {
		email: email(),
		first_name: optional(text({ label: 'First Name', placeholder: 'Jane' })),
		last_name: optional(text({ label: 'Last Name', placeholder: 'Doe' })),
		type: optional(userType()),
		org_roles: optional(organizationRoles()),
		workspaces: optional(workspaceRows({ label: 'Workspaces' })),
		send_email: sendEmail({ helpText: 'Choose No to create the user without sending an email.' }),
	},
	wireNames: { id: 'workspace_id', roles: 'workspace_role_ids' },
	output: {
		id: plainTextOrNull,
		email: plainText,
		name: plainTextOrNull,
		status: oneOf('created', 'already_exists'),
	},
	sample: { id: '1093', email: 'jane.doe@example.com', name: 'Jane Doe', status: 'created' },
	advice: {
		...refusedValues,
		403: 'Ask an Atomicwork administrator for an API key that may create users.',
		404: 'Check the IDs of workspaces and roles: each must exist in your Atomicwork.',
	},
	async perform({ first_name, last_name, email, type, org_roles, workspaces, send_email }, session) {
		const existing = await findUser(session, email);
		if (existing) return { id: existing.id, email: existing.email, name: existing.name, status: 'already_exists' as const };
		const response = await session.send({
			method: 'POST',
			path: path`/users`,
			query: { send_email },
			body: {
				first_name,
				last_name,
				email,
				org_roles: org_roles?.map(toJsonNumber),
				type,
				workspaces: workspaces && workspacesBody(workspaces),
			},
		});
		const created = readPerson(response);
		return { id: created?.id ?? null, email, name: created?.name ?? null, status: 'created' as const };
	},
});
