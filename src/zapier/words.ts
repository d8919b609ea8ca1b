/** "a, b, and c". */
export function andList(words: string[]): string {
	return new Intl.ListFormat('en').format(words);
}

/** "a, b, or c". */
export function orList(words: string[]): string {
	return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}
