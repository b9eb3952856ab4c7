// The least that a provider's process can take to start: a program that prints one line and waits
// to be ended, as a provider does after its handshake.
#include <unistd.h>

int main() {
  constexpr char kLine[] = "ready\n";
  if (write(STDOUT_FILENO, kLine, sizeof(kLine) - 1) < 0) return 1;
  pause();
  return 0;
}
