/** The {@code blackhole} connector: takes rows and forgets them. */
package io.blink.connectors.blackhole;
