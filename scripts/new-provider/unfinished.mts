import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FILL_IN } from './skeleton.mts';

/** Every file that belongs to a provider alone, by its path in the project. */
export function filesOf(key: string, root: string): string[] {
	const patterns = [
		`contracts/${key}/**`,
		`src/providers/${key}/**`,
		`docs/${key}.md`,
		`examples/zaps/${key}.json`,
		`test/providers/${key}.*`,
	];
	const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
	return found
		.map((file) => file.replaceAll('\\', '/'))
		.filter((file) => /\.\w+$/.test(file))
		.sort();
}

/** What is still to be filled in of a provider: "file:line: what". */
export function unfinished(key: string, root: string): string[] {
	return filesOf(key, root).flatMap((file) =>
		readFileSync(join(root, file), 'utf8')
			.split('\n')
			.flatMap((line, index) =>
				line.includes(FILL_IN) ? [`${file}:${index + 1}: ${line.slice(line.indexOf(FILL_IN)).replace(/\s*(-->|\*\/)\s*$/, '')}`] : [],
			),
	);
}
