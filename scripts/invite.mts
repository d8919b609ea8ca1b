import { invite } from '../invite/command.mts';

/* `npm run invite -- <product> <file>`: invites the people of a sheet. See docs/invite.md. */
process.exitCode = await invite(process.argv.slice(2));
