import type { Provider } from '../../zapier/provider.ts';
import { connection } from './connection.ts';
import { inviteUser } from './inviteUser.ts';

export const atomicwork: Provider = { key: 'atomicwork', name: 'Atomicwork', connection, actions: [inviteUser] };
