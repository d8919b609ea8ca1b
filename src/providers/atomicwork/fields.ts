import { type FieldText, optional } from '../../zapier/fields/inputField.ts';
import { choice } from '../../zapier/schemas/choice.ts';
import { digits, toJsonNumber } from '../../zapier/schemas/int64.ts';
import { lineItems } from '../../zapier/schemas/lineItems.ts';
import { list } from '../../zapier/schemas/list.ts';
import { INT64, reference } from '../../zapier/schemas/reference.ts';
import { yesNo } from '../../zapier/schemas/yesNo.ts';
import type { Advice, Remedy } from '../../zapier/step.ts';

/** What to do about values that Atomicwork refuses. No error is documented; these are those of its server, and of its own words. */
const valuesAdvice: Remedy[] = [
	{ about: /\bJSON parse error\b|\bdeseriali[sz]e\b/i, say: "Atomicwork couldn't read this request. Send this text to its support." },
	{
		about: /\b(invalid|unknown|no such|incorrect)\b.*\broles?\b|\broles?\b.*\b(invalid|unknown|exist|found)\b/i,
		say: 'Check the role IDs in this step.',
	},
];

/** The advice of steps that send roles and workspaces. */
export const refusedValues: Advice = { 400: valuesAdvice, 422: valuesAdvice };

/** IDs of roles, which Atomicwork has no list of. */
export const roleList = (field: FieldText) => list(() => digits('42'), field);

export const userId = (helpText = 'Choose a user of the organization, or map an email address or an ID.') =>
	reference({
		label: 'User',
		dynamic: 'users.id.name',
		idForm: INT64,
		search: 'find_user.id',
		placeholder: '1093',
		helpText,
	});

export const workspaceId = (helpText = 'You can also map the name or the ID of a workspace.') =>
	reference({
		label: 'Workspace',
		dynamic: 'workspaces.id.name',
		idForm: INT64,
		search: 'find_workspace.id',
		placeholder: '42',
		helpText,
	});

export const userType = (place: { group?: string } = {}) =>
	choice({ EMPLOYEE: 'Employee', EXTERNAL: 'External', AI_EMPLOYEE: 'AI employee' }, { label: 'User Type', ...place });

export const organizationRoles = (place: { group?: string } = {}) =>
	roleList({
		label: 'Organization Roles',
		...place,
		placeholder: '101',
		helpText: 'The IDs of roles in the organization: numbers, one per line.',
	});

/** Rows of workspaces, each with roles of its own. */
export const workspaceRows = (field: FieldText) =>
	lineItems(
		{
			workspace_id: workspaceId('Use these rows to give each workspace its own roles. You can also map the name or the ID of a workspace.'),
			workspace_role_ids: optional(
				roleList({
					label: 'Roles in This Workspace',
					placeholder: '3, 7',
					helpText: 'The IDs of the roles, with commas between them.',
				}),
			),
		},
		field,
	);

export const sendEmail = (field: Partial<FieldText> = {}) =>
	optional(
		yesNo({
			label: 'Send Email',
			default: 'true',
			helpText: 'Choose No to add the users without sending an invitation email.',
			...field,
		}),
	);

type WorkspaceRow = { workspace_id: string; workspace_role_ids?: string[] | undefined };

/** The rows of workspaces as Atomicwork takes them. */
export function workspacesBody(rows: WorkspaceRow[]): { id: object; roles: object[] | undefined }[] {
	return rows.map(({ workspace_id, workspace_role_ids }) => ({
		id: toJsonNumber(workspace_id),
		roles: workspace_role_ids?.map(toJsonNumber),
	}));
}
