import type { Provider } from '../../zapier/provider.ts';
import { addUserToWorkspace } from './addUserToWorkspace.ts';
import { authentication } from './authentication.ts';
import { cancelInvitation } from './cancelInvitation.ts';
import { findInvitation } from './findInvitation.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { findWorkspaceMember } from './findWorkspaceMember.ts';
import { invitationAccepted } from './invitationAccepted.ts';
import { invitationExpired } from './invitationExpired.ts';
import { inviteUser } from './inviteUser.ts';
import { newInvitation } from './newInvitation.ts';
import { newUser } from './newUser.ts';
import { newWorkspace } from './newWorkspace.ts';
import { newWorkspaceMember } from './newWorkspaceMember.ts';
import { pendingInvitations } from './pendingInvitations.ts';
import { removeUser } from './removeUser.ts';
import { removeUserFromWorkspace } from './removeUserFromWorkspace.ts';
import { resendInvitation } from './resendInvitation.ts';
import { updateUserInWorkspace } from './updateUserInWorkspace.ts';
import { updateUserRole } from './updateUserRole.ts';
import { users } from './users.ts';
import { workspaces } from './workspaces.ts';

export const portkey: Provider = {
	key: 'portkey',
	name: 'Portkey',
	description: 'Portkey is an AI gateway with which teams run, watch and control their use of large language models.',
	authentication,
	creates: [
		inviteUser,
		resendInvitation,
		cancelInvitation,
		updateUserRole,
		removeUser,
		addUserToWorkspace,
		updateUserInWorkspace,
		removeUserFromWorkspace,
	],
	searches: [findUser, findInvitation, findWorkspace, findWorkspaceMember],
	triggers: [invitationAccepted, newInvitation, newUser, newWorkspaceMember, newWorkspace, invitationExpired],
	dropdowns: [workspaces, users, pendingInvitations],
};
