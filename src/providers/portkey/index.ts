import type { Provider } from '../../zapier/provider.ts';
import { connection } from './connection.ts';
import { inviteUser } from './inviteUser.ts';

export const portkey: Provider = { key: 'portkey', name: 'Portkey', connection, actions: [inviteUser] };
