import { plain } from './outcomes/lives.ts';
import type { InvitingAction } from './outcomes/product.ts';
import { invite, NORA, type Scene, wantedOf } from './support/scenes.ts';
import { openStage, type Stage, type Subject, subjects } from './support/stage.ts';

/*
 * A step may take several requests, above all about somebody who is there already. Each of them is refused once, after the others went
 * well: what the step says then must be true, and must speak of its own form (test/support/integration.ts holds that). A refusal that
 * is documented to say who is there is left out, since it would be untrue itself.
 */
const REFUSED = [400, 403, 404, 409, 500];

/** How somebody is there who is invited. */
const STATES: Record<string, (stage: Stage, action: InvitingAction) => unknown> = {
	'somebody new': () => undefined,
	'somebody invited': (stage, action) => invite(stage, action),
	'a user without the access': ({ organization }) => organization.addUser({ email: NORA }),
	'a user with another role': (stage, action) => {
		const [role] = stage.organization.roles.workspace;
		const { access } = wantedOf(stage, action);
		return stage.organization.addUser({ email: NORA, workspaces: Object.fromEntries(access.map(({ id }) => [id, role?.id ?? ''])) });
	},
};

interface Case {
	subject: Subject;
	name: string;
	prepare(stage: Stage): unknown;
	play(stage: Stage): Promise<Scene>;
}

function invitationsOf(subject: Subject): Case[] {
	return subject.product.inviting.flatMap((action) =>
		// Nothing chosen is the first choice, unless the API then decides by itself.
		[...(action.refusesKnown ? [] : ['']), ...subject.choicesOf('creates', action.key, 'if_exists')].flatMap((ifExists) =>
			Object.entries(STATES).map(([state, make]) => ({
				subject,
				name: `${subject.name}: ${subject.labelOf('creates', action.key)}${ifExists && ` (${ifExists})`}, ${state}`,
				prepare: (stage) => make(stage, action),
				play: (stage) => invite(stage, action, { ...(ifExists && { ifExists }) }),
			})),
		),
	);
}

function changesOf(subject: Subject): Case[] {
	return plain.flatMap(({ name, cases }) =>
		cases(subject).map(({ step, play }) => ({
			subject,
			name: `${subject.name}: ${subject.labelOf('creates', step)}, ${name}`,
			prepare: () => undefined,
			play,
		})),
	);
}

/** Plays a case. @param refused the number of the request that is refused, from 1, and with which status. */
async function play({ subject, prepare, play }: Case, refused?: { request: number; status: number }): Promise<Scene> {
	const stage = await openStage(subject);
	const { telling = [] } = subject.product;
	try {
		await prepare(stage);
		let seen = 0;
		if (refused) {
			const { request, status } = refused;
			stage.sandbox.fault({
				when: 'before',
				answer: { status, body: { message: 'It was refused.' } },
				matches: ({ path }) => ++seen === request && !telling.some((one) => one.status === status && one.path.test(path)),
			});
		}
		return await play(stage);
	} finally {
		stage.sandbox.stop();
	}
}

test.each(subjects.flatMap((subject) => [...invitationsOf(subject), ...changesOf(subject)]))('$name', async (one) => {
	const { ended } = await play(one);
	const wrong: string[] = [];
	for (let request = 1; request <= ended.requests.length; request++) {
		for (const status of REFUSED) {
			const scene = await play(one, { request, status });
			expect(scene.ended.requests.length).toBeGreaterThanOrEqual(request);
			wrong.push(...scene.wrong.map((words) => `${status} to request ${request}: ${words}: ${scene.words}`));
		}
	}
	expect(wrong).toEqual([]);
});
