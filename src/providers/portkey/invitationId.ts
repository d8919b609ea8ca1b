import { pathSegment } from '../../zapier/schemas/text.ts';

/** The field that names a pending invitation. */
export const invitationId = () =>
	pathSegment({
		label: 'Invitation',
		dynamic: 'pending_invitations.id.email',
		search: 'find_invitation.id',
		placeholder: '0b7c1d1e-5f0a-4c6e-9f59-2f4a1d9b8a10',
		helpText: 'A pending invitation. To name it by email, add the step Find Invitation before this one.',
	});

export const advice = {
	403: 'Connect an organization-level Admin API key that may manage invitations ([create one](https://app.portkey.ai/api-keys)).',
	404: 'Check Invitation: it may have been accepted, cancelled, or expired.',
};
