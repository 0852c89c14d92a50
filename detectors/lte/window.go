package lte

// begin starts the analysis of the window in raw.
func (d *Detector) begin() {
	d.fresh, d.told = 0, 0
	w := d.work
	w.raw = d.raw
	d.inform.load(d.raw, float64(d.index)/float64(d.rate))
	w.jobs = w.jobs[:0]
	tied := d.centre != 0 && d.lo == 0
	d.forget()
	w.jobs = focus(w.jobs, d.cells, d.centre)
	wide := d.windows%widePause == 0
	switch {
	case len(w.jobs) == 0:
		wide = wide || d.windows < eagerWindows
	case d.windows == 0:
		wide = d.visits%widePause == 1
	}
	if wide {
		w.jobs = append(w.jobs, middleJob(tied))
	}
	w.jobs = d.raster(w.jobs, tied)
	if tied && !d.live && d.windows == 0 {
		// Recordings do not always tell of a converter.
		untold := middleJob(false)
		untold.last = true
		w.jobs = append(w.jobs, untold)
	}
	d.windows++
	d.edges()
	w.start(float64(d.centre))
}

// raster appends the searches for carriers that are not in the middle.
func (d *Detector) raster(jobs []job, tied bool) []job {
	rate := float64(d.rate)
	n := places(rate)
	if d.live {
		if d.windows%livePause == livePause-1 {
			jobs = append(jobs, rasterJob(d.windows/livePause%(2*n+1)-n, rate, tied))
		}
		return jobs
	}
	if d.windows%rasterPause == 0 {
		for place := -n; place <= n; place++ {
			jobs = append(jobs, rasterJob(place, rate, tied))
		}
	}
	return jobs
}
