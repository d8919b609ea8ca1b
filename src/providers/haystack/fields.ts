import { z } from 'zod';
import { field } from '../../zapier/field.ts';
import type { ChoiceLoader } from '../../zapier/inputFields.ts';
import { emailAddress } from '../../zapier/texts.ts';
import { listRoles } from './lists.ts';

/** The preset roles, which every organization has. */
const PRESETS = { ADMIN: 'Admin', EDITOR: 'Editor' };

/** The presets, and the custom roles of the organization as well as they can be read. */
export const roles: ChoiceLoader = async (send) => {
	const custom = await listRoles(send);
	return { ...Object.fromEntries(custom.map((name) => [name, name])), ...PRESETS };
};

/** A role is sent as it is given: a custom role may differ from a preset in nothing but case. */
export const role = () =>
	z.string().register(field, {
		label: 'Role',
		choices: PRESETS,
		choicesFrom: 'roles',
		helpText: 'A mapped value must be `ADMIN`, `EDITOR`, or the exact name of a custom role.',
	});

/** Who is invited, in the platform's words. */
export const person = {
	given_name: () => z.string().register(field, { label: 'Given Name', placeholder: 'John' }),
	family_name: () => z.string().register(field, { label: 'Family Name', placeholder: 'Doe' }),
	email: () => emailAddress().register(field, { label: 'Email', placeholder: 'user@example.com' }),
};
