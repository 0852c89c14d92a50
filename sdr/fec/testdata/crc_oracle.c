// Writes CRC vectors computed by libosmocore (Debian libosmocore-dev 1.7.0):
//
//	gcc crc_oracle.c -o /tmp/crc_oracle $(pkg-config --cflags --libs libosmocore) && /tmp/crc_oracle > crc_vectors.txt
//
// A line: parity bits, generator in hex, message bits, parity in hex.
#include <stdio.h>
#include <osmocom/core/crc64gen.h>

int main(void)
{
	static const struct { int bits; uint64_t poly; } generators[] = {
		{24, 0x864CFB}, {24, 0x800063}, {24, 0xB2B117}, {16, 0x1021}, {11, 0x621}, {8, 0x9B}, {6, 0x21},
	};
	static const int lengths[] = {1, 7, 8, 24, 40, 61, 300};
	uint32_t random = 1;
	for (unsigned g = 0; g < sizeof generators / sizeof *generators; g++)
		for (unsigned l = 0; l < sizeof lengths / sizeof *lengths; l++) {
			struct osmo_crc64gen_code code = {generators[g].bits, generators[g].poly, 0, 0};
			ubit_t message[300];
			printf("%d %llx ", code.bits, (unsigned long long)code.poly);
			for (int i = 0; i < lengths[l]; i++) {
				random = random * 1664525 + 1013904223;
				message[i] = random >> 31;
				putchar('0' + message[i]);
			}
			printf(" %llx\n", (unsigned long long)osmo_crc64gen_compute_bits(&code, message, lengths[l]));
		}
	return 0;
}
