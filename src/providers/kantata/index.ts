import type { Provider } from '../../zapier/provider.ts';
import { connection } from './connection.ts';
import { inviteUser } from './inviteUser.ts';

export const kantata: Provider = { key: 'kantata', name: 'Kantata OX', connection, actions: [inviteUser] };
