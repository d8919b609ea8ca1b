import { type Form, fieldsOf } from '../../src/zapier/fields/inputField.ts';
import type { Provider } from '../../src/zapier/provider.ts';
import { type Contract, type ContractOperation, requestExamples } from './contract.ts';
import type { Values } from './integration.ts';

/** An operation of a provider, as Zapier runs it. */
export interface RunnableOperation {
	kind: 'create' | 'search' | 'trigger' | 'dropdown' | 'connection test';
	key: string;
	label: string;
	/** Below the integration, without the provider's prefix. */
	group: 'creates' | 'searches' | 'triggers' | 'authentication';
	/** A valid input. */
	input: Values;
	sample: Values;
}

/**
 * All operations of a provider, each with a valid input: that of the contract's example, or the form's placeholders. Without
 * a contract, only what they are called.
 */
export function operationsOf(provider: Provider, contract?: Contract): RunnableOperation[] {
	const byId = new Map(contract?.operations.map((operation) => [operation.operationId, operation]));
	const inputOf = (key: string, form: Form): Values => {
		if (!contract) return {};
		const operation: ContractOperation | undefined = byId.get(camelCase(key));
		const [example] = operation ? requestExamples(operation) : [];
		return example?.input ?? placeholders(form);
	};
	return [
		{ kind: 'connection test', key: 'test', label: 'Connect', group: 'authentication', input: {}, sample: { label: '' } },
		...provider.creates.map(
			({ key, label, input, sample }): RunnableOperation => ({
				kind: 'create',
				key,
				label,
				group: 'creates',
				input: inputOf(key, input),
				sample,
			}),
		),
		...(provider.searches ?? []).map(
			(search): RunnableOperation => ({
				kind: 'search',
				key: search.key,
				label: search.label,
				group: 'searches',
				input: contract ? placeholders(search.input) : {},
				sample: search.sample,
			}),
		),
		...(provider.triggers ?? []).map(
			(trigger): RunnableOperation => ({
				kind: 'trigger',
				key: trigger.key,
				label: trigger.label,
				group: 'triggers',
				input: contract ? placeholders(trigger.input) : {},
				sample: trigger.sample,
			}),
		),
		...(provider.dropdowns ?? []).map(
			({ key, noun, sample }): RunnableOperation => ({
				kind: 'dropdown',
				key,
				label: `List of ${noun}s`,
				group: 'triggers',
				input: {},
				sample,
			}),
		),
	];
}

/** The path of an operation's function in an integration. */
export function methodOf(operation: RunnableOperation, prefix: string): string {
	return operation.group === 'authentication' ? 'authentication.test' : `${operation.group}.${prefix}${operation.key}.operation.perform`;
}

/** A valid value for every required field of a form: its placeholder, or its first choice. */
function placeholders(form: Form): Values {
	const filled = fieldsOf(form).filter(({ required }) => required);
	return Object.fromEntries(
		filled.map(({ key, field }) => {
			const { children, placeholder, choices = {}, list } = field;
			if (children) return [key, [placeholders(children)]];
			const value = placeholder ?? Object.keys(choices)[0];
			if (value === undefined) throw new Error(`The field "${key}" needs a placeholder`);
			return [key, list ? [value] : value];
		}),
	);
}

function camelCase(key: string): string {
	return key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
