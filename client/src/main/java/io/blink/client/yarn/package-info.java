/** Sessions on YARN from the command line: {@code yarn-session.sh}, and how later commands find the session. */
package io.blink.client.yarn;
