'use strict';
/*
 * The process that is measured: loads an unzipped build as Zapier does and runs steps in it. Plain JavaScript with
 * nothing but Node.js, so that what it costs is what the build costs. `argv[2]` is a file with the task, see
 * measure.mts; the figures go to file descriptor 3 as JSON.
 */
const { readFileSync, writeSync } = require('node:fs');
const net = require('node:net');
const { join } = require('node:path');
const tls = require('node:tls');

const task = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const text = JSON.stringify(task.event);

// Every host is the local server, without TLS: its handshake costs all builds the same, and would hide what differs.
tls.connect = () => net.connect(task.port, '127.0.0.1');

/** Milliseconds of CPU time that this process has taken, other threads of Node.js included. */
const cpu = () => {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1000;
};
const peak = () => process.resourceUsage().maxRSS * 1024;
const { handler } = require(join(task.folder, 'zapierwrapper.js'));

/** Runs the step once. Returns how long it took, in milliseconds. */
async function run() {
	const event = JSON.parse(text);
	const begun = performance.now();
	await handler(event);
	return performance.now() - begun;
}

/** Runs the step many times, some of them at once. Returns how many ended per second. */
async function runMany(calls, concurrency) {
	let left = calls;
	const begun = performance.now();
	const worker = async () => {
		while (left-- > 0) await run();
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return calls / ((performance.now() - begun) / 1000);
}

async function main() {
	await run();
	const figures = { cold: performance.now(), coldCpu: cpu(), coldMemory: peak() };
	if (task.calls) {
		const times = [];
		const begun = performance.now();
		let cpuBefore = 0;
		while (times.length < task.calls) {
			if (times.length === task.calls - task.window) cpuBefore = cpu();
			times.push(await run());
		}
		figures.lastCpu = (cpu() - cpuBefore) / task.window;
		figures.perSecond1 = task.calls / ((performance.now() - begun) / 1000);
		figures.last = times.slice(-task.window).sort((a, b) => a - b)[task.window >> 1];
		if (task.concurrency > 1) figures.perSecond50 = await runMany(task.calls / 2, task.concurrency);
		figures.warmMemory = peak();
	}
	writeSync(3, JSON.stringify(figures));
	// Sockets and timers that are still open must not keep it.
	process.exit(0);
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
