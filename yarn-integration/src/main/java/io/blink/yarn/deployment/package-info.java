/** The client's side: libraries onto the cluster, applications started, found and ended. Calls block. */
package io.blink.yarn.deployment;
