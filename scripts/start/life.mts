import type { Snapshot } from '../../sandbox/index.mts';
import { fillIn, type LifeStep, type Person, type Zap } from './examples.mts';
import { type Connected, labelOf, textOf } from './runs.mts';
import { refusalOf } from './zapier.mts';

/** A step of somebody's life with a product. */
export interface LifeRun {
	provider: string;
	label: string;
	/** What the action says it did, or why it didn't; nothing of what a person does. */
	outcome: string;
	/** What is true in the sandbox after it. */
	truth: string;
	/** What the examples say is true then, where it is something else. */
	expected: string | undefined;
	/** How many invitations it sent. */
	invited: number;
}

/** Goes through somebody's life: what Zaps do, what the person does, and what is true after each. */
export async function live(connected: Connected, zap: Zap, person: Person): Promise<LifeRun[]> {
	const { key, provider, sandbox } = connected;
	const runs: LifeRun[] = [];
	for (const step of zap.life ?? []) {
		const { label, outcome, refused } = await carryOut(connected, zap, step, person);
		const truth = truthOf(sandbox.snapshot(key), person.answers.Email ?? '');
		const expected = truth === step.afterwards && !refused ? undefined : step.afterwards;
		runs.push({ provider, label, outcome, truth, expected, invited: outcome === 'invited' ? 1 : 0 });
	}
	return runs;
}

async function carryOut(
	connected: Connected,
	zap: Zap,
	{ action, inputData = zap.inputData }: LifeStep,
	{ answers }: Person,
): Promise<{ label: string; outcome: string; refused?: true }> {
	const { key, authData, execute, definition, sandbox } = connected;
	const create = definition.creates[`${key}_${action}`];
	const label = create ? labelOf(connected, create) : (action ?? 'The person accepts');
	try {
		if (!action) {
			sandbox.organization(key).accept(answers.Email ?? '');
			return { label, outcome: '' };
		}
		const method = `creates.${key}_${action}.operation.perform`;
		const result = (await execute(method, { authData, inputData: fillIn(inputData, answers) })) as Record<string, unknown>;
		return { label, outcome: textOf(result, 'status') };
	} catch (error) {
		return { label, outcome: refusalOf(error), refused: true };
	}
}

/** Where somebody is and what they may do there, or what they are invited to. */
function truthOf({ users, workspaces, invitations }: Snapshot, email: string): string {
	const isMeant = (one: { email: string }) => one.email.toLowerCase() === email.toLowerCase();
	const user = users.find(isMeant);
	if (user?.status === 'removed') return 'removed';
	if (user) {
		const memberships = workspaces.flatMap(({ name, members }) => members.filter(isMeant).map(({ role }) => ({ name, role })));
		return `user (${user.role}) ${placesOf(memberships)}`;
	}
	const invitation = invitations.find((one) => isMeant(one) && one.status === 'pending');
	return invitation ? `invited (${invitation.role}) ${placesOf(invitation.workspaces)}` : 'not there';
}

function placesOf(workspaces: { name: string; role: string }[]): string {
	return workspaces.length ? `in ${workspaces.map(({ name, role }) => `${name} (${role})`).join(', ')}` : 'in no workspace';
}
