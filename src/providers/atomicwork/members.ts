import { path } from '../../zapier/http.ts';
import type { LoadPage } from '../../zapier/paging.ts';
import type { Session } from '../../zapier/session.ts';
import { listPeople, type Person } from './users.ts';

/** GET /workspaces/{id}/members of the vendor's OpenAPI document: who is in a workspace, or those of them that a search finds. */
export function listMembers(session: Session, workspaceId: string, search?: string): LoadPage<Person> {
	return listPeople(session, path`/workspaces/${workspaceId}/members`, { search_key: search });
}
