import type { Provider } from '../../zapier/provider.ts';
import { connection } from './connection.ts';
import { inviteUser } from './inviteUser.ts';

export const haystack: Provider = { key: 'haystack', name: 'Haystack Enterprise Platform', connection, actions: [inviteUser] };
