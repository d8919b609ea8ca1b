import type { Provider } from '../../zapier/provider.ts';
import { cancelInvitation } from './cancelInvitation.ts';
import { connection } from './connection.ts';
import { findInvitation } from './findInvitation.ts';
import { findUser } from './findUser.ts';
import { findWorkspace } from './findWorkspace.ts';
import { invitationAccepted } from './invitationAccepted.ts';
import { inviteUser } from './inviteUser.ts';
import { newInvitation } from './newInvitation.ts';
import { newUser } from './newUser.ts';
import { pendingInvitations } from './pendingInvitations.ts';
import { resendInvitation } from './resendInvitation.ts';
import { workspaces } from './workspaces.ts';

export const portkey: Provider = {
	key: 'portkey',
	name: 'Portkey',
	connection,
	actions: [inviteUser, resendInvitation, cancelInvitation],
	searches: [findUser, findInvitation, findWorkspace],
	triggers: [invitationAccepted, newInvitation, newUser, workspaces, pendingInvitations],
};
