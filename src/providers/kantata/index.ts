import type { Provider } from '../../zapier/provider.ts';
import { addUserToWorkspace } from './addUserToWorkspace.ts';
import { authentication } from './authentication.ts';
import { findPendingInvitation } from './findPendingInvitation.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { findWorkspaceMember } from './findWorkspaceMember.ts';
import { inviteUser } from './inviteUser.ts';
import { inviteUserToAccount } from './inviteUserToAccount.ts';
import { newUser } from './newUser.ts';
import { newWorkspace } from './newWorkspace.ts';
import { newWorkspaceMember } from './newWorkspaceMember.ts';
import { pendingInvitations } from './pendingInvitations.ts';
import { removeUser } from './removeUser.ts';
import { removeUserFromWorkspace } from './removeUserFromWorkspace.ts';
import { resendInvitation } from './resendInvitation.ts';
import { restoreUser } from './restoreUser.ts';
import { removedUsers, users } from './userDropdowns.ts';
import { userRemoved } from './userRemoved.ts';
import { workspaces } from './workspaces.ts';

export const kantata: Provider = {
	key: 'kantata',
	name: 'Kantata OX',
	description: 'Kantata OX is a professional services platform for planning projects, people, time and money.',
	authentication,
	creates: [inviteUser, addUserToWorkspace, removeUserFromWorkspace, inviteUserToAccount, resendInvitation, removeUser, restoreUser],
	searches: [findUser, findWorkspaceMember, findPendingInvitation, findWorkspace],
	triggers: [newUser, newWorkspaceMember, userRemoved, newWorkspace],
	dropdowns: [workspaces, users, removedUsers, pendingInvitations],
};
