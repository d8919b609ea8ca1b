import type { Provider } from '../../zapier/provider.ts';
import { authentication } from './authentication.ts';
import { inviteUser } from './inviteUser.ts';

export const magic_meal_kits: Provider = {
	key: 'magic_meal_kits',
	name: 'Notion (Magic Meal Kits)',
	description: 'Notion (Magic Meal Kits) is a workspace for notes and projects, reached through a Magic Meal Kits server of your own.',
	authentication,
	creates: [inviteUser],
};
