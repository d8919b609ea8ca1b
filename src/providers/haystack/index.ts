import type { Provider } from '../../zapier/provider.ts';
import { authentication } from './authentication.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { inviteUser } from './inviteUser.ts';
import { inviteUserToOrganization } from './inviteUserToOrganization.ts';
import { newUser } from './newUser.ts';
import { newWorkspace } from './newWorkspace.ts';
import { workspaces } from './workspaces.ts';

export const haystack: Provider = {
	key: 'haystack',
	name: 'Haystack Enterprise Platform',
	description: 'Haystack Enterprise Platform is a platform by deepset for building AI agents and search on your own data.',
	authentication,
	creates: [inviteUser, inviteUserToOrganization],
	searches: [findUser, findWorkspace],
	triggers: [newUser, newWorkspace],
	dropdowns: [workspaces],
};
