import type { Provider } from '../../zapier/provider.ts';
import { addUserToWorkspace } from './addUserToWorkspace.ts';
import { authentication } from './authentication.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { inviteUser } from './inviteUser.ts';
import { newUser } from './newUser.ts';
import { users } from './users.ts';
import { workspaces } from './workspaces.ts';

export const kantata: Provider = {
	key: 'kantata',
	name: 'Kantata OX',
	authentication,
	creates: [inviteUser, addUserToWorkspace],
	searches: [findUser, findWorkspace],
	triggers: [newUser],
	dropdowns: [workspaces, users],
};
