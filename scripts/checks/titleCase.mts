/** Words that stay small inside a title. */
const SMALL = /^(a|an|and|as|at|but|by|en|for|if|in|of|on|or|the|to|via|vs\.?|v\.?)$/i;

/** "find a user in Acme" → "Find a User in Acme". Words with capitals of their own ("API", "iPhone") stay as they are. */
export function titleCase(label: string): string {
	const words = label.split(' ');
	return words
		.map((word, index) => {
			const bare = word.replace(/^[("“‘']+|[)"”’',.:;!?]+$/g, '');
			const edge = index === 0 || index === words.length - 1 || /[:;.!?]$/.test(words[index - 1] ?? '') || /^[("“‘']/.test(word);
			if (SMALL.test(bare) && !edge) return word.toLowerCase();
			return word.split('-').map(capitalize).join('-');
		})
		.join(' ');
}

/** The first letter in upper case, unless the word is spelled in a way of its own, or is an address. */
function capitalize(word: string): string {
	if (/\p{Ll}\p{Lu}/u.test(word) || /[./@_]\S/.test(word)) return word;
	return word.replace(/\p{L}/u, (letter, offset: number) => (/\d/.test(word.slice(0, offset)) ? letter : letter.toUpperCase()));
}
