import { plainText, type ValuesOf } from '../../zapier/fields/outputField.ts';
import { FIRST_PAGE, isRecent, readPages } from '../../zapier/paging.ts';
import { newestFirst } from '../../zapier/sorting.ts';
import { defineTrigger } from '../../zapier/triggers.ts';
import { Invitation, listInvitations, sampleInvitation } from './invitations.ts';

const { accepted_at: _accepted, ...rest } = sampleInvitation;

export const invitationExpired = defineTrigger({
	key: 'invitation_expired',
	noun: 'invitation',
	label: 'Invitation Expired',
	description: 'Triggers when an invitation to the organization expires before the user accepts it.',
	output: { ...Invitation, invitation_id: plainText },
	sample: { ...rest, id: `${rest.id}:${rest.expires_at}`, invitation_id: rest.id, status: 'expired' },
	// The list is sorted, if at all, by when people were invited, so it is read whole.
	list: async (session, poll) => {
		const load = listInvitations(session, { status: 'expired' });
		const listed = poll.sampleOnly ? (await load(FIRST_PAGE)).items : await readPages(session, load);
		const at = ({ expires_at, created_at }: ValuesOf<typeof Invitation>) => expires_at ?? created_at;
		const expired = newestFirst(
			listed.filter((one) => one.status === 'expired' && (poll.sampleOnly || isRecent(at(one)))),
			at,
		);
		// One that was sent again may expire again.
		return expired.map((one) => ({ ...one, id: one.expires_at ? `${one.id}:${one.expires_at}` : one.id, invitation_id: one.id }));
	},
});
