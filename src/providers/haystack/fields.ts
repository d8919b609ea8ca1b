import type { LoadChoices } from '../../zapier/fields/inputField.ts';
import { email } from '../../zapier/schemas/email.ts';
import { text } from '../../zapier/schemas/text.ts';
import { listRoles } from './organization.ts';

/** The preset roles, which every organization has. */
const PRESETS = { ADMIN: 'Admin', EDITOR: 'Editor' };

/** The presets, and the custom roles of the organization as well as they can be read. */
const loadRoles: LoadChoices = async (session) => {
	const custom = await listRoles(session);
	return { ...Object.fromEntries(custom.map((name) => [name, name])), ...PRESETS };
};

/** A role is sent as it is given: a custom role may differ from a preset in nothing but case. */
export const role = () =>
	text({
		label: 'Role',
		choices: PRESETS,
		loadChoices: loadRoles,
		helpText: 'A mapped value must be `ADMIN`, `EDITOR`, or the exact name of a custom role.',
	});

/** Who is invited, in the platform's words. */
export const person = () => ({
	given_name: text({ label: 'Given Name', placeholder: 'John' }),
	family_name: text({ label: 'Family Name', placeholder: 'Doe' }),
	email: email({ placeholder: 'user@example.com' }),
});
