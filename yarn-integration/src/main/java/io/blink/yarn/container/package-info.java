/** Containers: what a process in one needs, and the workers that the ApplicationMaster gets from YARN. */
package io.blink.yarn.container;
