// Writes GSM channel coding vectors made by libosmocore (Debian libosmocore-dev
// 1.7.0):
//
//	gcc gsm_oracle.c -o /tmp/gsm_oracle $(pkg-config --cflags --libs libosmocoding libosmocore) && /tmp/gsm_oracle > gsm_vectors.txt
//
// Lines: "xcch", 23 octets in hex, 4×114 coded bits without the stealing flags;
// "sch", 4 octets in hex, 78 coded bits.
#include <stdio.h>
#include <osmocom/coding/gsm0503_coding.h>

static uint32_t state = 1;
static uint8_t octet(void)
{
	state = state * 1664525 + 1013904223;
	return state >> 24;
}

int main(void)
{
	for (int n = 0; n < 12; n++) {
		uint8_t l2[23];
		ubit_t bursts[4 * 116];
		printf("xcch ");
		for (int i = 0; i < 23; i++) {
			l2[i] = n == 0 ? 0x2b : octet();
			printf("%02x", l2[i]);
		}
		gsm0503_xcch_encode(bursts, l2);
		putchar(' ');
		for (int i = 0; i < 4 * 116; i++)
			if (i % 116 != 57 && i % 116 != 58)
				putchar('0' + bursts[i]);
		putchar('\n');
	}
	for (int n = 0; n < 12; n++) {
		uint8_t info[4];
		ubit_t burst[78];
		for (int i = 0; i < 4; i++)
			info[i] = octet();
		info[3] &= 1;
		gsm0503_sch_encode(burst, info);
		printf("sch %02x%02x%02x%02x ", info[0], info[1], info[2], info[3]);
		for (int i = 0; i < 78; i++)
			putchar('0' + burst[i]);
		putchar('\n');
	}
	return 0;
}
