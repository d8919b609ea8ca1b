import { type Check, when } from './check.mts';

export const referenceChecks: Check[] = [
	{
		code: 'D015',
		rule: 'A search-or-create refers to a search and an action that exist.',
		find: ({ searchOrCreates, steps }) =>
			searchOrCreates.flatMap(({ key, search, create, update }) => {
				const has = (kind: string, name: string) => steps.some((step) => step.kind === kind && step.key === name);
				return [
					...when(!has('searches', search), `refer to a search that exists: there is no “${search}”`),
					...when(!has('creates', create), `refer to an action that exists: there is no “${create}”`),
					...when(update !== undefined && !has('creates', update), `refer to an action that exists: there is no “${update}”`),
				].map((message) => ({ place: `searchOrCreates.${key}`, message }));
			}),
	},
	{
		code: 'Schema',
		rule: "The definition passes Zapier's own schema.",
		find: ({ schemaErrors }) => schemaErrors.map((message) => ({ place: 'definition', message })),
	},
];
