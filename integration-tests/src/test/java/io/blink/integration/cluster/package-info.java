/** The cluster that all tests share, and the tests of the servers themselves. */
package io.blink.integration.cluster;
