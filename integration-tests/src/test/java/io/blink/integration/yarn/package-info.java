/** Sessions on YARN as their users meet them: by the scripts of the packaged archive, in processes of their own. */
package io.blink.integration.yarn;
