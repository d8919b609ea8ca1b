'use strict';
/*
 * The process that is measured: loads an unzipped build as Zapier does and runs steps in it. Plain JavaScript with
 * nothing but Node.js, so that what it costs is what the build costs. `argv[2]` is a file with the task, see
 * measure.mts. It runs the first build's step once, and more as each line of stdin says; the figures go to file descriptor 3,
 * a line of JSON each.
 */
const { readFileSync, writeSync } = require('node:fs');
const net = require('node:net');
const { join } = require('node:path');
const tls = require('node:tls');
const peak = require('./peak.cjs');

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const [{ folder, event }] = task.builds;

// Every host is the local server, without TLS: its handshake costs all builds the same, and would hide what differs.
tls.connect = () => net.connect(task.port, '127.0.0.1');

/** Milliseconds of CPU time that this process has taken, other threads of Node.js included. */
const cpu = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};
const { handler } = require(join(folder, 'zapierwrapper.js'));

/** Runs a step once. Returns how long it took, in milliseconds. */
async function run(handle, text) {
	const given = JSON.parse(text);
	const begun = performance.now();
	await handle(given);
	return performance.now() - begun;
}

const own = JSON.stringify(event);

/** Runs the step many times, so many at once. Returns how many ended per second, and the CPU time of each. */
async function alone({ calls, concurrency }) {
	let left = calls;
	const [begun, before] = [performance.now(), cpu()];
	const worker = async () => {
		while (left-- > 0) await run(handler, own);
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return { perSecond: calls / ((performance.now() - begun) / 1000), cpu: (cpu() - before) / calls, memory: peak() };
}

/** All builds on the core of the first, each with its step. */
let builds;

/** Runs the steps of all builds in turn, each turn beginning with another one. Returns how long each took, a list for each build. */
async function inTurns({ turns }) {
	const { createAppHandler } = require(require.resolve('zapier-platform-core', { paths: [folder] }));
	builds ??= task.builds.map((build) => ({ handle: createAppHandler(join(build.folder, 'index.js')), text: JSON.stringify(build.event) }));
	const times = builds.map(() => []);
	for (let turn = 0; turn < turns; turn++) {
		for (let place = 0; place < builds.length; place++) {
			const index = (turn + place) % builds.length;
			times[index].push(await run(builds[index].handle, builds[index].text));
		}
	}
	return { times };
}

const write = (figures) => writeSync(3, `${JSON.stringify(figures)}\n`);

async function main() {
	await run(handler, own);
	write({ cold: performance.now(), coldCpu: cpu(), coldMemory: peak() });
	const { createInterface } = require('node:readline');
	for await (const line of createInterface({ input: process.stdin })) {
		const order = JSON.parse(line);
		write(await (order.turns ? inTurns(order) : alone(order)));
	}
	// Sockets and timers that are still open must not keep it.
	process.exit(0);
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
