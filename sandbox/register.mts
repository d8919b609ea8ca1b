import { startSandbox } from './index.mts';

/*
 * `npm run sandbox -- invoke create acme_notes_invite_user -i '{…}'`: any command of zapier-platform, with the sandbox
 * answering for the providers and no other host reachable: zapier-platform prefers the values of an .env file to those
 * of the sandbox, and no real account may be touched by an experiment. Where no credentials are given, those of the
 * sandbox are: of the provider that authData_provider or PROVIDER names, or else the action.
 */
const { apis } = await startSandbox({ clock: Date.now });

const PREFIX = 'authData_';
const PROVIDER = `${PREFIX}provider`;

const given = Object.keys(process.env).filter((name) => name.startsWith(PREFIX) && name !== PROVIDER);
const named = process.env[PROVIDER] || process.env.PROVIDER;
const api = apis.find(({ key }) => (named ? key === named : process.argv.some((word) => word.startsWith(`${key}_`))));

if (api && given.length === 0) {
	process.env[PROVIDER] = api.key;
	for (const [field, value] of Object.entries(api.connection)) process.env[`${PREFIX}${field}`] = value;
} else if (!api && process.argv.includes('invoke')) {
	console.error(`The sandbox can't tell which provider you mean. Set ${PROVIDER} to ${apis.map(({ key }) => key).join(', ')}.`);
}
