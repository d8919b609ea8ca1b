import type { Provider } from '../../zapier/provider.ts';
import { authentication } from './authentication.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { inviteUser } from './inviteUser.ts';
import { newUser } from './newUser.ts';
import { workspaces } from './workspaces.ts';

export const atomicwork: Provider = {
	key: 'atomicwork',
	name: 'Atomicwork',
	authentication,
	creates: [inviteUser],
	searches: [findUser, findWorkspace],
	triggers: [newUser],
	dropdowns: [workspaces],
};
