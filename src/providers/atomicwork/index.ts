import type { Provider } from '../../zapier/provider.ts';
import { addUserToGroup } from './addUserToGroup.ts';
import { addUserToWorkspace } from './addUserToWorkspace.ts';
import { authentication } from './authentication.ts';
import { createUser } from './createUser.ts';
import { findPendingInvitation } from './findPendingInvitation.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { findWorkspaceMember } from './findWorkspaceMember.ts';
import { invitationAccepted } from './invitationAccepted.ts';
import { inviteUser } from './inviteUser.ts';
import { newUser } from './newUser.ts';
import { newWorkspace } from './newWorkspace.ts';
import { newWorkspaceMember } from './newWorkspaceMember.ts';
import { removeUser } from './removeUser.ts';
import { removeUserFromGroup } from './removeUserFromGroup.ts';
import { restoreUser } from './restoreUser.ts';
import { updateUserRole } from './updateUserRole.ts';
import { removedUsers, users } from './userDropdowns.ts';
import { userRemoved } from './userRemoved.ts';
import { workspaces } from './workspaces.ts';

export const atomicwork: Provider = {
	key: 'atomicwork',
	name: 'Atomicwork',
	description: 'Atomicwork is an AI service desk where employees get help from IT, HR and other teams.',
	authentication,
	creates: [inviteUser, createUser, addUserToWorkspace, addUserToGroup, removeUserFromGroup, updateUserRole, removeUser, restoreUser],
	searches: [findUser, findWorkspaceMember, findPendingInvitation, findWorkspace],
	triggers: [newUser, invitationAccepted, newWorkspaceMember, userRemoved, newWorkspace],
	dropdowns: [workspaces, users, removedUsers],
};
