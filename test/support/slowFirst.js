const { default: Sequencer } = require('@jest/test-sequencer');

/** What takes longest begins first, so that no core waits at the end. In a fresh clone jest itself goes by the size of the files. */
const SLOW = [
	'preview/browser',
	'histories',
	'properties',
	'acceptance',
	'start',
	'invite/kill',
	'invite/command',
	'outcomes',
	'destructive',
	'documentedCommands',
	'secrets',
];

const place = (path) => {
	const index = SLOW.findIndex((name) => path.replaceAll('\\', '/').endsWith(`test/${name}.test.ts`));
	return index < 0 ? SLOW.length : index;
};

module.exports = class SlowFirst extends Sequencer {
	sort(tests) {
		return super.sort(tests).toSorted((a, b) => place(a.path) - place(b.path));
	}
};
