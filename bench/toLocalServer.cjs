'use strict';
/*
 * Loaded before everything else (`node --require`) into a command that is measured: every host is the local server, whose
 * port BENCH_PORT names, without TLS.
 */
const net = require('node:net');
const tls = require('node:tls');

tls.connect = () => net.connect(Number(process.env.BENCH_PORT), '127.0.0.1');
