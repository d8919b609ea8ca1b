import { history, playHistory } from './support/histories.ts';
import { fc, seed } from './support/randomness.ts';
import { openStage, subjects } from './support/stage.ts';

/*
 * Random histories of each product, in which no step may say a wrong word.
 *
 * `RANDOM_SEED=… npx jest histories` repeats a run; `npm run histories` plays many more.
 */
const numRuns = Number(process.env.HISTORY_RUNS || 200);
const wanted = process.env.HISTORY_PRODUCT;

afterEach(() => {
	jest.restoreAllMocks();
	jest.useRealTimers();
});

test.each(subjects.filter(({ key }) => !wanted || key === wanted).map((subject) => ({ subject, name: subject.name })))(
	`$name: ${numRuns} histories (RANDOM_SEED=${seed})`,
	async ({ subject }) => {
		const stage = await openStage(subject);
		try {
			await fc.assert(
				fc.asyncProperty(history, (one) => playHistory(stage, subject, one)),
				{ seed, numRuns, includeErrorInReport: true },
			);
		} finally {
			stage.sandbox.stop();
		}
	},
	24 * 3600 * 1000,
);
