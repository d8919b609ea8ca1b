import { reference, UUID } from '../../zapier/schemas/reference.ts';

/** The field that names a pending invitation. */
export const invitationId = () =>
	reference({
		label: 'Invitation',
		dynamic: 'pending_invitations.id.email',
		idForm: UUID,
		search: 'find_invitation.id',
		placeholder: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		helpText: 'Choose a pending invitation, or map the email address of the user.',
	});

export const advice = {
	// Portkey also answers so for an invitation that no longer exists.
	403: 'Check that the invitation still exists. The connection needs an Admin API key of the organization that may manage invitations ([create one](https://app.portkey.ai/api-keys)).',
	404: 'Check Invitation: Portkey knows no pending invitation with this ID.',
};
