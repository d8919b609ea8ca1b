import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field, Form, InputField } from '../src/zapier/fields/inputField.ts';
import type { OutputShape } from '../src/zapier/fields/outputField.ts';
import type { WorkspaceAccess } from '../src/zapier/invitations.ts';
import type { Provider } from '../src/zapier/provider.ts';
import { parseField } from '../src/zapier/schemas/field.ts';
import { readInput } from '../src/zapier/schemas/input.ts';
import { type Contract, type ContractOperation, loadContract, requestExamples } from './support/contract.ts';
import { built, providers, tester, type Values } from './support/integration.ts';
import { methodOf, operationsOf, type RunnableOperation } from './support/operations.ts';
import { answerFrom, answerWith, documentedAnswer } from './support/wire.ts';

/*
 * What a contract documents of single values, held for every provider: how many items a page may hold, which value a field
 * takes, and that an address is compared as a whole.
 */
const { run } = tester(built('all'));

/** The fields of a form, those of line items as well. */
function fieldsIn(form: Form): { key: string; field: InputField; one: Field }[] {
	return Object.entries(form).flatMap(([key, one]) => [
		{ key, field: one.field, one },
		...(one.field.children ? fieldsIn(one.field.children) : []),
	]);
}

/** The parameters of a query whose largest value is documented. */
function limitsOf({ parameters = [] }: ContractOperation): { name: string; maximum: number }[] {
	return parameters.flatMap(({ name, in: place, schema }) =>
		place === 'query' && schema?.maximum ? [{ name, maximum: schema.maximum }] : [],
	);
}

describe.each(providers)('$name', (provider: Provider) => {
	let contract: Contract;
	let authData: Values;
	beforeAll(async () => {
		contract = await loadContract(provider.key);
		authData = { provider: provider.key, ...contract.connection };
	});

	const operations = operationsOf(provider).map(({ label, kind }, index) => ({ label, kind, index }));
	const operationAt = (index: number) => operationsOf(provider, contract)[index] as RunnableOperation;
	const lists = operations.filter(({ kind }) => kind === 'trigger' || kind === 'dropdown' || kind === 'search');

	if (lists.length) {
		test.each(lists)('$label: pages are as large as the contract allows', async ({ index }) => {
			const operation = operationAt(index);
			const requests = answerFrom(contract);
			await run(methodOf(operation, `${provider.key}_`), authData, operation.input);
			expect(requests).not.toHaveLength(0);
			for (const { method, url } of requests) {
				const asked = new URL(url).searchParams;
				const documented = contract.match(method, url);
				for (const { name, maximum } of documented ? limitsOf(documented) : [])
					expect(`${name}=${asked.get(name)}`).toBe(`${name}=${maximum}`);
			}
		});
	}

	const withChoices = provider.creates.flatMap((create) =>
		fieldsIn(create.input).flatMap(({ key, field }) =>
			field.loadChoices ? [{ key, label: field.label, action: create.label, create }] : [],
		),
	);
	if (withChoices.length) {
		test.each(withChoices)('$action: the choices of $label are asked for in pages as large as the contract allows', async ({ create }) => {
			const requests = answerFrom(contract);
			const operation = operationsOf(provider, contract).find(({ key }) => key === create.key) as RunnableOperation;
			await run(`creates.${provider.key}_${create.key}.operation.inputFields`, authData, operation.input);
			for (const { method, url } of requests) {
				const documented = contract.match(method, url);
				const asked = new URL(url).searchParams;
				for (const { name, maximum } of documented ? limitsOf(documented) : [])
					expect(`${name}=${asked.get(name)}`).toBe(`${name}=${maximum}`);
			}
		});
	}

	const withDropdown = provider.creates.flatMap((create) =>
		fieldsIn(create.input).flatMap(({ key, field }) =>
			field.dynamic ? [{ action: create.label, label: field.label, create, key, dynamic: field.dynamic, idForm: field.idForm }] : [],
		),
	);
	if (withDropdown.length) {
		test.each(withDropdown)(
			'$action: what the dropdown of $label gives has the form that the request takes',
			async ({ create, key, dynamic, idForm }) => {
				const [list = '', idKey = ''] = dynamic.split('.');
				answerFrom(contract);
				const [item] = (await run(`triggers.${provider.key}_${list}.operation.perform`, authData)) as Values[];
				const given = String(item?.[idKey]);
				// The examples of the contract say which value of the form makes the request.
				const documented = contract.operations
					.flatMap(requestExamples)
					.flatMap(({ input, path }) => valuesOf(key, input).concat(valuesOf(key, path)));
				const placeholder = fieldsIn(create.input).find((one) => one.key === key)?.field.placeholder;
				const examples = [...documented, ...(placeholder ? [placeholder] : [])];
				expect(examples.map(formOf)).toContain(formOf(given));
				if (idForm) expect(given).toMatch(idForm);
			},
		);
	}

	const suggestions = provider.creates.flatMap((create) =>
		fieldsIn(create.input).flatMap(({ key, field, one }) =>
			field.choices && !isClosed(create.input, key, one) ? [{ action: create.label, label: field.label, create, key, field }] : [],
		),
	);
	const suggested = provider.creates.flatMap((create) =>
		fieldsIn(create.input).flatMap(({ key, field }) => (field.choices ? [{ action: create.label, label: field.label, create, key }] : [])),
	);
	if (suggested.length) {
		test.each(suggested)('$action: $label takes other values where the contract lists none', ({ create, key }) => {
			const operation = contract.operations.find(({ operationId }) => operationId === camelCase(create.key));
			const schemas = operation ? schemasOf(operation.requestBody, create.labels(), key) : [];
			const listed = schemas.every((schema) => JSON.stringify(schema).includes('"enum"'));
			const open = suggestions.some((one) => one.create === create && one.key === key);
			expect(listed || open).toBe(true);
		});
	}

	const byAddress = (provider.searches ?? []).filter(({ input }) => 'email' in input);
	if (byAddress.length) {
		test.each(byAddress)('$label: an address that only contains the one looked for is another', async ({ key }) => {
			const operation = operationsOf(provider, contract).find((one) => one.key === key) as RunnableOperation;
			const wanted = 'jane.doe@example.com';
			const others = [`x${wanted}`, `${wanted}.au`];
			for (const other of others) {
				answerWith(contract, async (request) => {
					const [status, body = '', headers] = await documentedAnswer(contract, request);
					return [status, String(body).replaceAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, other), headers ?? {}];
				});
				expect(await run(`searches.${provider.key}_${key}.operation.perform`, authData, { ...operation.input, email: wanted })).toEqual([]);
			}
		});
	}
});

test('docs/values.md says what each status means', () => {
	const given = providers.flatMap(({ creates }) => creates.flatMap(({ output }) => statusesIn(output)));
	expect(documentedIn('Status')).toEqual([...new Set(given)].toSorted());
});

test('docs/values.md says what each outcome in a workspace means', () => {
	const ofInvitations: Record<NonNullable<WorkspaceAccess['outcome']>, true> = {
		invited: true,
		added: true,
		role_changed: true,
		unchanged: true,
		not_in_invitation: true,
		unknown: true,
	};
	const ofOthers = providers.flatMap(({ creates }) =>
		creates.flatMap(({ output: { workspaces } }) => {
			return workspaces?.children?.outcome?.options ?? [];
		}),
	);
	expect(documentedIn('Outcome')).toEqual([...new Set([...Object.keys(ofInvitations), ...ofOthers])].toSorted());
});

/** The words of a table of docs/values.md, by the heading of its first column. */
function documentedIn(heading: string): string[] {
	const [, table = ''] = readFileSync(join(__dirname, '../docs/values.md'), 'utf8').split(`| ${heading} |`);
	return Array.from((table.split('\n\n')[0] ?? '').matchAll(/^\| `(\w+)` \|/gm), ([, word = '']) => word).toSorted();
}

/** What the status of a result can be. */
function statusesIn({ status }: OutputShape): readonly string[] {
	if (!status) return [];
	if (!status.options) throw new TypeError('A status is one of several words: use oneOf().');
	return status.options;
}

/** Whether a field refuses a value that is not among its choices. */
function isClosed(form: Form, key: string, one: Field): boolean {
	const { list, shownWhile } = one.field;
	const own = form[key];
	const other = list ? ['something else entirely'] : 'something else entirely';
	try {
		if (own && !shownWhile) readInput({ [key]: own }, { [key]: other });
		else parseField(one, other);
		return false;
	} catch {
		return true;
	}
}

/** All values under a key, however deep. */
function valuesOf(key: string, value: unknown): string[] {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => {
		if (name !== key) return valuesOf(key, inner);
		return (Array.isArray(inner) ? inner : [inner]).filter((one) => typeof one !== 'object').map(String);
	});
}

/** What a value looks like: an address, a number, a UUID, or a name. */
function formOf(value: string): string {
	if (value.includes('@')) return 'address';
	if (/^\d+$/.test(value)) return 'number';
	if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value)) return 'UUID';
	return 'name';
}

/** The schemas of a request body for a field, by its key or a name on the wire with the same label. */
function schemasOf(node: unknown, labels: Record<string, string>, key: string): object[] {
	if (typeof node !== 'object' || node === null) return [];
	return Object.entries(node).flatMap(([name, inner]) => {
		if (name === 'examples' || name === 'example') return [];
		const isIt =
			typeof inner === 'object' && inner !== null && (name === key || (labels[name] !== undefined && labels[name] === labels[key]));
		return isIt && ('type' in inner || 'enum' in inner) ? [inner as object] : schemasOf(inner, labels, key);
	});
}

function camelCase(key: string): string {
	return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
