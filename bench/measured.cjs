'use strict';
/*
 * The process that is measured: loads an unzipped build as Zapier does and runs steps in it. Plain JavaScript with
 * nothing but Node.js, so that what it costs is what the build costs. `argv[2]` is a file with the task, see
 * measure.mts. It runs the step once, and again as each line of stdin says; the figures go to file descriptor 3, a line of
 * JSON each.
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
async function perSecond(calls, concurrency) {
	let left = calls;
	const begun = performance.now();
	const worker = async () => {
		while (left-- > 0) await run();
	};
	await Promise.all(Array.from({ length: concurrency }, worker));
	return calls / ((performance.now() - begun) / 1000);
}

/** Runs the step many times, one after the other. Returns how long each took, and the CPU time of all. */
async function inTurn(calls) {
	const before = cpu();
	const times = [];
	while (times.length < calls) times.push(await run());
	return { times, cpu: cpu() - before };
}

const write = (figures) => writeSync(3, `${JSON.stringify(figures)}\n`);

async function main() {
	await run();
	write({ cold: performance.now(), coldCpu: cpu(), coldMemory: peak() });
	const { createInterface } = require('node:readline');
	for await (const line of createInterface({ input: process.stdin })) {
		const { calls, concurrency } = JSON.parse(line);
		const figures = concurrency ? { perSecond: await perSecond(calls, concurrency) } : await inTurn(calls);
		write({ ...figures, memory: peak() });
	}
	// Sockets and timers that are still open must not keep it.
	process.exit(0);
}

main().catch((error) => {
	console.error(error);
	process.exit(1);
});
