import { conceptOf } from './columns.mts';
import type { InputField, Integration, Values } from './integration.mts';
import { outcomeOf } from './outcome.mts';
import { type RowPlan, referredIn, type Unit } from './rows.mts';

/** Is the person there already? `unknown` where no search can tell. */
export type Presence =
	| { known: 'there'; item: unknown }
	| { known: 'absent' }
	| { known: 'unknown' }
	/** It asked to slow down, and is to be asked again after so many seconds. */
	| { known: 'throttled'; delay: number; message: string };

/**
 * Looks for a person with the searches that Zapier pairs with the action ("find or create"). Who is found is there, if
 * the search was for all that rows refer to, such as a workspace: it may have found an invitation to another one. Not to be
 * found counts only where one of them looks for the very thing that the action makes (by its noun): a search for users doesn't see an invitation that nobody has accepted yet.
 */
export async function presenceOf(integration: Integration, plan: RowPlan, authData: Values, unit: Unit): Promise<Presence> {
	const { creates = {}, searches = {} } = integration.definition;
	const places = plan.mappings.map(({ field }) => field).filter((field) => field.refers && field !== plan.person);
	let looksForIt = false;
	let sure = true;
	for (const key of searchesOf(integration, plan.action)) {
		const inputData = await searchInput(integration, key, plan, authData, unit);
		if (!inputData) continue;
		const { result, error } = await integration.execute(`searches.${key}.operation.perform`, { authData, inputData });
		const outcome = error && outcomeOf({ error, requests: [] });
		if (outcome?.kind === 'throttled') return { known: 'throttled', delay: outcome.delay, message: outcome.message };
		if (error || !Array.isArray(result)) sure = false;
		else if (result.length) return places.every(({ key }) => inputData[key]) ? { known: 'there', item: result[0] } : { known: 'unknown' };
		else looksForIt ||= searches[key]?.noun === creates[plan.action]?.noun;
	}
	return { known: looksForIt && sure ? 'absent' : 'unknown' };
}

/** The keys of the searches that Zapier pairs with an action: "find or create". */
export function searchesOf({ definition }: Integration, action: string): Set<string> {
	const pairs = Object.values(definition.searchOrCreates ?? {});
	return new Set(pairs.filter(({ create }) => create === action).map(({ search }) => search));
}

/** What the search gets: each field from the one of the action that is about the same; undefined if a required one is left. */
async function searchInput(
	integration: Integration,
	search: string,
	plan: RowPlan,
	authData: Values,
	unit: Unit,
): Promise<Values | undefined> {
	const { result, error } = await integration.execute(`searches.${search}.operation.inputFields`, { authData });
	if (error) return undefined;
	const inputData: Values = {};
	const personConcept = conceptOf(plan.person.key, plan.person.label);
	for (const { key, label = key, required } of result as InputField[]) {
		const concept = conceptOf(key, label);
		const same = plan.mappings.find(({ field }) => field.key === key);
		if (concept !== undefined && concept === personConcept) inputData[key] = unit.person;
		else if (same && (required || same.field.refers)) {
			const value = referredIn(unit.input, same.field);
			if (value) inputData[key] = value;
		}
		if (required && !inputData[key]) return undefined;
	}
	return Object.keys(inputData).length ? inputData : undefined;
}
