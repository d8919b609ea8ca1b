import type { Nodes as Nlcst, Sentence } from 'nlcst';
import { toString as plain } from 'nlcst-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import remarkRetext from 'remark-retext';
import retextEnglish from 'retext-english';
import retextIndefiniteArticle from 'retext-indefinite-article';
import retextReadability from 'retext-readability';
import retextRepeatedWords from 'retext-repeated-words';
import { unified } from 'unified';
import { visit } from 'unist-util-visit';
import { VFile } from 'vfile';
import { LIMITS, wordings } from './rules.mts';

/** What is against the style, and in which line of the text. */
export interface Finding {
	line: number;
	message: string;
}

/** How a text is read: in a form, in an error, or at leisure. */
export type Reading = keyof typeof LIMITS.sentence;

const readers = new Map<Reading, ReturnType<typeof readerFor>>();

/** Reads Markdown as a careful editor would. Code, tables' dashes and addresses are no English. */
export async function findingsIn(markdown: string, reading: Reading): Promise<Finding[]> {
	const reader = readers.get(reading) ?? readerFor(reading);
	readers.set(reading, reader);
	const file = new VFile(markdown);
	await reader.run(reader.parse(file), file);
	return file.messages.map(({ line, reason, actual }) => ({
		line: line ?? 1,
		message: actual ? `${reason}: “${short(actual)}”` : reason,
	}));
}

function readerFor(reading: Reading) {
	const english = unified().use(retextEnglish);
	english.use(retextIndefiniteArticle);
	english.use(retextRepeatedWords);
	english.use(retextReadability, { age: LIMITS.age, minWords: 12, threshold: 5 / 7 });
	english.use(sentenceLength, LIMITS.sentence[reading]);
	english.use(wording);
	return unified().use(remarkParse).use(remarkGfm).use(remarkRetext, english);
}

function sentenceLength(limit: number) {
	return (tree: Nlcst, file: VFile) =>
		visit(tree, 'SentenceNode', (sentence: Sentence) => {
			const count = sentence.children.filter(({ type }) => type === 'WordNode').length;
			if (count > limit) file.message(`${count} words in one sentence; at most ${limit}: “${short(plain(sentence))}”`, sentence);
		});
}

function wording() {
	return (tree: Nlcst, file: VFile) =>
		visit(tree, 'SentenceNode', (sentence: Sentence) => {
			const text = plain(sentence);
			for (const { pattern, instead } of wordings) {
				const found = pattern.exec(text);
				if (found) file.message(`“${found[0]}” (${instead}): “${short(text)}”`, sentence);
			}
		});
}

function short(text: string): string {
	const line = text.replace(/\s+/g, ' ');
	return line.length > 90 ? `${line.slice(0, 90)}…` : line;
}
