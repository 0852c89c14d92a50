// Frequency lists as libosmocore decodes them: random octets of every format.
// gcc gsm_freq.c $(pkg-config --cflags --libs libosmogsm libosmocore) -o gsm_freq && ./gsm_freq > freqlist_vectors.txt
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <osmocom/gsm/gsm48_ie.h>

static void one(uint8_t first)
{
	uint8_t o[16];
	struct gsm_sysinfo_freq f[1024];
	int i, any = 0;

	for (i = 0; i < 16; i++)
		o[i] = random();
	if (random() % 3 == 0) /* a list that ends early */
		{ int k = 3 + random() % 13; memset(o + k, 0, 16 - k); }
	o[0] = first;
	memset(f, 0, sizeof(f));
	if (gsm48_decode_freq_list(f, o, 16, 0xce, 1) < 0)
		return;
	for (i = 0; i < 16; i++)
		printf("%02x", o[i]);
	for (i = 0; i < 1024; i++)
		if (f[i].mask & 1)
			printf("%c%d", any++ ? ',' : ' ', i);
	printf(any ? "\n" : " -\n");
}

int main(void)
{
	int n;

	srandom(3);
	for (n = 0; n < 20; n++) {
		one(random() & 0x0f);
		one(0x80 | (random() & 0x07));
		one(0x88 | (random() & 1));
		one(0x8a | (random() & 1));
		one(0x8c | (random() & 1));
		one(0x8e | (random() & 1));
	}
	return 0;
}
