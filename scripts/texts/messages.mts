import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from '@swc/core';

/** The messages of one source file, in its order. */
export interface Messages {
	/** Its path in the project. */
	file: string;
	/** What a person may read; ‹name› stands for what is only known when a step runs. */
	texts: string[];
}

type Node = { type?: string } & Record<string, unknown>;

const root = join(import.meta.dirname, '../..');

/** What stands in the definition is read from there; of a sample, nobody reads the words. */
const NO_MESSAGES = new Set(['label', 'helpText', 'description', 'placeholder', 'noun', 'group', 'sample', 'documentation']);
/** Values, not words, or read by engineers only. */
const NO_TEXTS = new Set([
	'ImportDeclaration',
	'ExportNamedDeclaration',
	'ExportAllDeclaration',
	'TsTypeAliasDeclaration',
	'TsInterfaceDeclaration',
]);

/** Every text in `src/` that a step can say: errors, advice, what was done. Those of the definition aren't among them. */
export function messagesOfSource(): Messages[] {
	return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => file.replaceAll('\\', '/'))
		.toSorted()
		.map((file) => ({ file: `src/${file}`, texts: messagesIn(readFileSync(join(root, 'src', file), 'utf8')) }))
		.filter(({ texts }) => texts.length);
}

/** Every text in a source that a person may read. */
export function messagesIn(source: string): string[] {
	const texts: string[] = [];
	collect(parseSync(source, { syntax: 'typescript', target: 'es2024' }) as unknown as Node, texts);
	return [...new Set(texts)];
}

function collect(value: unknown, texts: string[]): void {
	if (Array.isArray(value)) {
		for (const item of value) collect(item, texts);
		return;
	}
	if (typeof value !== 'object' || value === null) return;
	const node = value as Node;
	if (NO_TEXTS.has(node.type ?? '') && !('declaration' in node && node.declaration)) return;
	if (node.type === 'KeyValueProperty' && NO_MESSAGES.has(nameOf(node.key))) return;
	if (node.type === 'NewExpression' && nameOf(node.callee) === 'TypeError') return;
	if (node.type === 'TaggedTemplateExpression') return;
	const text = textOf(node);
	if (text !== undefined && isRead(text)) texts.push(text);
	for (const child of Object.values(node)) collect(child, texts);
}

/** The text of a literal; undefined for anything else. */
function textOf(node: Node): string | undefined {
	if (node.type === 'StringLiteral') return String(node.value);
	if (node.type !== 'TemplateLiteral') return undefined;
	const words = (node.quasis as { cooked?: string }[]).map(({ cooked = '' }) => cooked);
	const values = (node.expressions as Node[]).map(placeholderOf);
	return words.map((word, index) => `${word}${values[index] ?? ''}`).join('');
}

/** A sentence, or most of one: what is shorter stands in another that is listed. */
function isRead(text: string): boolean {
	const words = text.trim().split(/\s+/);
	return words.some((word) => /^\p{Ll}{2,}/u.test(word)) && (words.length > 3 || (words.length > 1 && /[.?!]$/.test(text)));
}

/** What stands for a value: its name. */
function placeholderOf(expression: Node): string {
	const name = nameOf(expression);
	if (expression.type !== 'CallExpression') return `‹${name || '…'}›`;
	const [argument] = expression.arguments as { expression: Node }[];
	const inner = argument ? nameOf(argument.expression) : '';
	return nameOf(expression.callee) === 'quote' ? `“‹${inner || '…'}›”` : `‹${inner || '…'}›`;
}

function nameOf(value: unknown): string {
	const node = value as Node | undefined;
	if (node?.type === 'Identifier' || node?.type === 'StringLiteral') return String(node.value);
	return node?.type === 'MemberExpression' ? nameOf(node.property) : '';
}
