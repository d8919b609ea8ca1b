import { isRefusedWith } from '../../zapier/errors/requestError.ts';
import { InputError } from '../../zapier/errors/stepError.ts';
import type { LoadChoices } from '../../zapier/fields/inputField.ts';
import { matchChoice } from '../../zapier/schemas/choice.ts';
import { email } from '../../zapier/schemas/email.ts';
import { text } from '../../zapier/schemas/text.ts';
import type { Session } from '../../zapier/session.ts';
import { listRoles } from './organization.ts';

/** The preset roles, which every organization has. */
const PRESETS = { ADMIN: 'Admin', EDITOR: 'Editor' };

/** The presets, and the custom roles of the organization as well as they can be read. */
const loadRoles: LoadChoices = async (session) => {
	const custom = await listRoles(session);
	return { ...Object.fromEntries(custom.map((name) => [name, name])), ...PRESETS };
};

export const role = () =>
	text({
		label: 'Role',
		choices: PRESETS,
		loadChoices: loadRoles,
		helpText: 'You can also map `Admin`, `Editor` or the name of a custom role.',
	});

/**
 * The role that a text means: a preset in any case of letters, unless a custom role has exactly that name. A key that may not
 * list roles leaves it at the preset.
 */
export async function readRole(session: Session, text: string): Promise<string> {
	const preset = matchChoice(PRESETS, text);
	if (!preset || preset === text) return text;
	const custom = await listRoles(session).catch((error): string[] => {
		if (isRefusedWith(error, 401, 403, 404) || error instanceof InputError) return [];
		throw error;
	});
	return custom.includes(text) ? text : preset;
}

/** Who is invited, in the platform's words. */
export const person = () => ({
	given_name: text({ label: 'Given Name', placeholder: 'John' }),
	family_name: text({ label: 'Family Name', placeholder: 'Doe' }),
	email: email({ placeholder: 'user@example.com' }),
});
