import type { Provider } from '../../zapier/provider.ts';
import { authentication } from './authentication.ts';
import { cancelInvitation } from './cancelInvitation.ts';
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
	authentication,
	creates: [inviteUser, resendInvitation, cancelInvitation],
	searches: [findUser, findInvitation, findWorkspace],
	triggers: [invitationAccepted, newInvitation, newUser],
	dropdowns: [workspaces, pendingInvitations],
};
